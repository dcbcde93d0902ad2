/**
 * What a caller of the shop reads when something went wrong: RFC 9457 problem details.
 */
@NullMarked
package dev.resilience.sample.web;

import org.jspecify.annotations.NullMarked;
