/**
 * The annotations that guard a method: they hold names, {@code application.yml} holds the
 * numbers.
 * <p>
 * Every annotation may stand on a method or a type, on classes and interfaces, and on
 * other annotations. A method's annotation replaces its type's annotation of the same
 * kind. An instance without configuration runs on the defaults.
 */
@NullMarked
package dev.resilience.annotation;

import org.jspecify.annotations.NullMarked;
