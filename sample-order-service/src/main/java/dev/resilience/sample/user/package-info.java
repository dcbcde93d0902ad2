/**
 * Who orders: the client of the users service. Its annotations stand on the type.
 */
@NullMarked
package dev.resilience.sample.user;

import org.jspecify.annotations.NullMarked;
