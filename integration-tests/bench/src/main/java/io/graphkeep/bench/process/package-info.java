/**
 * What the benchmarks that drive real processes share: commands that are timed, a running server and what it takes, directory
 * trees.
 */
@NullMarked
package io.graphkeep.bench.process;

import org.jspecify.annotations.NullMarked;
