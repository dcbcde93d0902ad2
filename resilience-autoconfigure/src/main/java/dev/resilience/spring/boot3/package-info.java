/**
 * What is written against types that moved in Spring Boot 4: the twin of {@code boot4}.
 */
@NullMarked
package dev.resilience.spring.boot3;

import org.jspecify.annotations.NullMarked;
