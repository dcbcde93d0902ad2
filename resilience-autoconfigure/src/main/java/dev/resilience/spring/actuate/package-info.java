/**
 * The actuator endpoint: reads snapshots of any policy, and turns the few switches that
 * an operator has.
 */
@NullMarked
package dev.resilience.spring.actuate;

import org.jspecify.annotations.NullMarked;
