/**
 * What a web application answers when a policy rejected the call; and what HTTP clients
 * tell of their servers.
 */
@NullMarked
package dev.resilience.spring.web;

import org.jspecify.annotations.NullMarked;
