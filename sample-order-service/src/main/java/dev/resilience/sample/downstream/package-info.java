/**
 * How the shop reaches the services that it calls: their addresses, their time-outs, and
 * the HTTP clients made of these.
 */
@NullMarked
package dev.resilience.sample.downstream;

import org.jspecify.annotations.NullMarked;
