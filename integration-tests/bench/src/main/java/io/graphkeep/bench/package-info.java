/**
 * The benchmarks' commands: what to measure, and at which size.
 *
 * <p>Nothing here runs in a build. Each command writes what it needs itself, says what it measured, and tidies up after itself,
 * also when it fails.
 */
@NullMarked
package io.graphkeep.bench;

import org.jspecify.annotations.NullMarked;
