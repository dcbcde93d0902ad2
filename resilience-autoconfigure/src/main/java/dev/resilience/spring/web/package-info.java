/**
 * What a web application answers when a policy rejected the call.
 */
@NullMarked
package dev.resilience.spring.web;

import org.jspecify.annotations.NullMarked;
