/**
 * JMH benchmarks of the parts that both sides share: cutting and hashing.
 *
 * <p>Each measures one part alone, on bytes of the corpora. They run by {@code integration-tests/bench/run jmh}.
 */
@NullMarked
package io.graphkeep.bench.parts;

import org.jspecify.annotations.NullMarked;
