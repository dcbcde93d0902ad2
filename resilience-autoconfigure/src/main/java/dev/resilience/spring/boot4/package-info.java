/**
 * What is written against types that came with Spring Boot 4: the twin of {@code boot3}.
 */
@NullMarked
package dev.resilience.spring.boot4;

import org.jspecify.annotations.NullMarked;
