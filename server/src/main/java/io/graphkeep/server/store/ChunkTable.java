package io.graphkeep.server.store;

import io.graphkeep.transfer.Segment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A bounded table of chunks and where they lie: the newest replace the oldest.
 *
 * <p>Not thread-safe. Kept in plain arrays, about 60 bytes an entry, because a capture asks it for every chunk that it reads. They grow
 * with what is put in, since most captures put in little.
 */
final class ChunkTable {
    private static final int NONE = -1;
    private static final int WORDS = 4;
    private static final int ENTRIES_AT_FIRST = 1 << 10;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final int capacity;
    private int[] heads;
    private int[] next;
    private long[] ids;
    private long[] packs;
    private long[] places;
    private final byte[] id = new byte[WORDS * Long.BYTES];
    private long first;
    private long second;
    private long third;
    private long fourth;
    private int newest = NONE;
    private int size;

    ChunkTable(int capacity) {
        this.capacity = capacity;
        var entries = Math.min(capacity, ENTRIES_AT_FIRST);
        heads = empty(entries);
        next = new int[entries];
        ids = new long[entries * WORDS];
        packs = new long[entries];
        places = new long[entries];
    }

    private static int[] empty(int entries) {
        var heads = new int[Integer.highestOneBit(Math.max(1, entries)) * 2];
        Arrays.fill(heads, NONE);
        return heads;
    }

    /** The entry of a segment's chunk, or -1. */
    int find(Segment segment, int chunk) {
        segment.copyChunkId(chunk, id, 0);
        return find(id, 0);
    }

    /** The entry of the chunk whose id stands there, or -1. */
    int find(byte[] bytes, int offset) {
        load(bytes, offset);
        for (var entry = heads[bucket(first)]; entry != NONE; entry = next[entry]) {
            if (is(entry)) {
                return entry;
            }
        }
        return NONE;
    }

    long pack(int entry) {
        return packs[entry];
    }

    int block(int entry) {
        return (int) (places[entry] >>> Integer.SIZE);
    }

    int chunk(int entry) {
        return (int) places[entry];
    }

    /** Takes a chunk's place in; one that is there already gets the new place. */
    void put(Segment segment, int chunk, long pack, int block, int place) {
        segment.copyChunkId(chunk, id, 0);
        put(id, 0, pack, block, place);
    }

    /** Takes the place of a chunk in whose id stands there. */
    void put(byte[] bytes, int offset, long pack, int block, int place) {
        var entry = find(bytes, offset);
        if (entry == NONE) {
            entry = insert();
        }
        packs[entry] = pack;
        places[entry] = ((long) block << Integer.SIZE) | place;
    }

    int size() {
        return size;
    }

    private int insert() {
        if (size == next.length && size < capacity) {
            grow(Math.min(capacity, 2 * size));
        }
        newest = (newest + 1) % next.length;
        if (size == next.length) {
            unlink(newest);
        } else {
            size++;
        }
        var at = newest * WORDS;
        ids[at] = first;
        ids[at + 1] = second;
        ids[at + 2] = third;
        ids[at + 3] = fourth;
        var bucket = bucket(first);
        next[newest] = heads[bucket];
        heads[bucket] = newest;
        return newest;
    }

    /** As long as it may grow nothing was replaced: the entries lie in the order in which they came. */
    private void grow(int entries) {
        heads = empty(entries);
        next = new int[entries];
        ids = Arrays.copyOf(ids, entries * WORDS);
        packs = Arrays.copyOf(packs, entries);
        places = Arrays.copyOf(places, entries);
        for (var entry = 0; entry < size; entry++) {
            var bucket = bucket(ids[entry * WORDS]);
            next[entry] = heads[bucket];
            heads[bucket] = entry;
        }
    }

    private void unlink(int entry) {
        var bucket = bucket(ids[entry * WORDS]);
        if (heads[bucket] == entry) {
            heads[bucket] = next[entry];
            return;
        }
        var before = heads[bucket];
        while (next[before] != entry) {
            before = next[before];
        }
        next[before] = next[entry];
    }

    private boolean is(int entry) {
        var at = entry * WORDS;
        return ids[at] == first && ids[at + 1] == second && ids[at + 2] == third && ids[at + 3] == fourth;
    }

    /** The four words of the id in hand; without loops, which the compiler takes a second for when it meets them in others. */
    private void load(byte[] bytes, int offset) {
        first = (long) LONGS.get(bytes, offset);
        second = (long) LONGS.get(bytes, offset + Long.BYTES);
        third = (long) LONGS.get(bytes, offset + 2 * Long.BYTES);
        fourth = (long) LONGS.get(bytes, offset + 3 * Long.BYTES);
    }

    private int bucket(long word) {
        return (int) word & (heads.length - 1);
    }
}
