/**
 * Writes directories that look like LightRAG's, byte for byte as mean as real ones, at any size and always the same for a seed.
 *
 * <p>A {@code LightRagGraph} is a graph in memory that changes as LightRAG changes it; {@code LightRagFiles} writes its files.
 * Nothing here knows Graphkeep: the benchmarks and the tests that need much data do.
 */
@NullMarked
package io.graphkeep.corpus;

import org.jspecify.annotations.NullMarked;
