/**
 * The store format's first half, shared by server, client library and command line: how content becomes chunks, chunks
 * become segments, and a directory becomes a tree and a manifest, and the way back.
 *
 * <p>It knows bytes and the messages of {@code graphkeep.format.v1}, and nothing of servers, stores, catalogs or file
 * systems. What it writes is fixed, byte by byte, by {@code docs/store-format.md}: two programs that follow it find each
 * other's chunks. Everything it reads is taken for hostile until proven otherwise.
 *
 * <p>To capture: give each file to a {@link io.graphkeep.transfer.Chunker}, name the chunks that it cuts by their SHA-256,
 * and give the names with the entries, in path order, to a {@link io.graphkeep.transfer.TreeWriter}, which cuts the segments
 * as it goes. The bytes of the tree go the same way ({@code Chunker.begin(TREE)} and a {@code SegmentCutter}), and
 * {@link io.graphkeep.transfer.ManifestFormat} makes the manifest's bytes and digest. To restore: {@code TreeContents}
 * joins a {@link io.graphkeep.transfer.TreeReader} with the segments, and a {@link io.graphkeep.transfer.Reassembler} or
 * {@link io.graphkeep.transfer.PositionalReassembler} turns chunks into the file's bytes.
 */
@NullMarked
package io.graphkeep.transfer;

import org.jspecify.annotations.NullMarked;
