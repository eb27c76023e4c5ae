package io.graphkeep.server.store.model;

/**
 * One state of the world, in cells of four bits.
 *
 * <p>There are four segments: A of the old snapshot, Z of one that stays, and one that each of two writers makes. There are
 * four packs: the old one with A and Z, a new one for the compactor, and one of each writer.
 */
final class State {
    static final int A = 0;
    static final int Z = 1;
    static final int MADE = 2;
    static final int SEGMENTS = 4;

    static final int OLD = 0;
    static final int NEW = 1;
    static final int OWN = 2;
    static final int PACKS = 4;

    /** States of rows; {@code CONDEMNED + epoch} is one that was condemned in that epoch. */
    static final int ABSENT = 0;

    static final int ANNOUNCED = 1;
    static final int LIVE = 2;
    static final int DELETING = 3;
    static final int TOMBSTONE = 4;
    static final int GONE = 5;
    static final int CONDEMNED = 8;

    /** States of sessions; {@code OPEN + epoch} is one that was opened in that epoch. */
    static final int ENDED = 1;

    static final int ABORTED = 2;
    static final int OPEN = 8;

    /** States of the old snapshot. */
    static final int COMMITTED = 0;

    static final int ROW_GOING = 1;
    static final int MANIFEST_GONE = 2;
    static final int DROPPED = 3;

    private static final int SNAPSHOT = 0;
    private static final int EPOCH = 1;
    private static final int SEGMENT = 2;
    private static final int PLACE = SEGMENT + SEGMENTS;
    private static final int PACK = PLACE + SEGMENTS;
    private static final int OBJECTS = PACK + PACKS;
    private static final int COPIES = OBJECTS + 1;
    private static final int WRITER = COPIES + 1;
    private static final int HIT = WRITER + 2;
    private static final int SESSION = HIT + 2;
    private static final int COLLECTOR = SESSION + 4;
    private static final int MARK = COLLECTOR + 1;
    private static final int COMPACTOR = MARK + 1;
    private static final int READER = COMPACTOR + 1;
    private static final int READS = READER + 1;
    private static final int COLLECTIONS = READS + 1;
    private static final int UNSEEN = COLLECTIONS + 1;
    private static final int CELLS = UNSEEN + 1;
    private static final int HALF = 16;
    private static final int BITS = 4;

    /** Whose sessions there are: the writers', then these. */
    static final int COMPACTORS = 2;

    static final int READERS = 3;
    static final int SESSIONS = 4;

    private final byte[] cells;

    private State(byte[] cells) {
        this.cells = cells;
    }

    static State first() {
        var state = new State(new byte[CELLS]);
        state.segment(A, LIVE);
        state.segment(Z, LIVE);
        state.pack(OLD, LIVE);
        state.object(OLD, true);
        return state;
    }

    State copy() {
        return new State(cells.clone());
    }

    static State of(long low, long high) {
        var state = new State(new byte[CELLS]);
        for (var i = 0; i < CELLS; i++) {
            state.cells[i] = (byte) ((i < HALF ? low >>> (BITS * i) : high >>> (BITS * (i - HALF))) & 15);
        }
        return state;
    }

    long low() {
        return packed(0, HALF);
    }

    long high() {
        return packed(HALF, CELLS);
    }

    private long packed(int from, int to) {
        var packed = 0L;
        for (var i = to - 1; i >= from; i--) {
            packed = packed << BITS | cells[i];
        }
        return packed;
    }

    int snapshot() {
        return cells[SNAPSHOT];
    }

    void snapshot(int state) {
        cells[SNAPSHOT] = (byte) state;
    }

    int epoch() {
        return cells[EPOCH];
    }

    void epoch(int epoch) {
        cells[EPOCH] = (byte) epoch;
    }

    /** How many collections have begun. */
    int collections() {
        return cells[COLLECTIONS];
    }

    void nextCollection() {
        cells[COLLECTIONS]++;
    }

    int segment(int segment) {
        return cells[SEGMENT + segment];
    }

    void segment(int segment, int state) {
        cells[SEGMENT + segment] = (byte) state;
    }

    /** Whether a commit that has not ended revived a segment: others see it as it was. */
    boolean isUnseen(int segment) {
        return has(UNSEEN, segment);
    }

    void unseen(int segment, boolean is) {
        put(UNSEEN, segment, is);
    }

    /** The pack that a segment's chunks lie in, beside the pack of the writer that made it. */
    int place(int segment) {
        return cells[PLACE + segment];
    }

    void place(int segment, int pack) {
        cells[PLACE + segment] = (byte) pack;
    }

    int pack(int pack) {
        return cells[PACK + pack];
    }

    void pack(int pack, int state) {
        cells[PACK + pack] = (byte) state;
    }

    boolean object(int pack) {
        return has(OBJECTS, pack);
    }

    void object(int pack, boolean there) {
        put(OBJECTS, pack, there);
    }

    /** Whether the new pack holds a copy of a segment's chunks. What a writer made of A's chunks is copied with them. */
    boolean copied(int segment) {
        return has(COPIES, segment == Z ? Z : A);
    }

    void copied(int segment, boolean is) {
        put(COPIES, segment, is);
    }

    int writer(int writer) {
        return cells[WRITER + writer];
    }

    void writer(int writer, int step) {
        cells[WRITER + writer] = (byte) step;
    }

    int hit(int writer) {
        return cells[HIT + writer];
    }

    void hit(int writer, int hit) {
        cells[HIT + writer] = (byte) hit;
    }

    int session(int whose) {
        return cells[SESSION + whose];
    }

    void session(int whose, int state) {
        cells[SESSION + whose] = (byte) state;
    }

    boolean isOpen(int whose) {
        return session(whose) >= OPEN;
    }

    int collector() {
        return cells[COLLECTOR];
    }

    void collector(int step) {
        cells[COLLECTOR] = (byte) step;
    }

    /** The segments that the collector has marked, or the pack that it sweeps. */
    int mark() {
        return cells[MARK];
    }

    void mark(int mark) {
        cells[MARK] = (byte) mark;
    }

    int compactor() {
        return cells[COMPACTOR];
    }

    void compactor(int step) {
        cells[COMPACTOR] = (byte) step;
    }

    int reader() {
        return cells[READER];
    }

    void reader(int step) {
        cells[READER] = (byte) step;
    }

    int reads() {
        return cells[READS];
    }

    void reads(int pack) {
        cells[READS] = (byte) pack;
    }

    /** Whether a segment's row refers to a pack. */
    boolean points(int segment, int pack) {
        return (place(segment) == pack && segment(segment) != ABSENT)
                || (segment >= MADE && pack == OWN + segment - MADE);
    }

    /** Whether a pack is named by a segment that others see as LIVE, staged ones included. */
    boolean isNeeded(int pack) {
        for (var segment = 0; segment < SEGMENTS; segment++) {
            if (isCounted(segment(segment)) && !isUnseen(segment) && points(segment, pack)) {
                return true;
            }
        }
        return false;
    }

    static boolean isCounted(int row) {
        return row == LIVE || row == ANNOUNCED;
    }

    /** Whether a row is there and can be made LIVE again where it is not. */
    static boolean isThere(int row) {
        return row == LIVE || row >= CONDEMNED;
    }

    /** The same with the two writers in each other's place. */
    State mirrored() {
        var other = new State(cells.clone());
        for (var pair : new int[] {SEGMENT + MADE, PLACE + MADE, PACK + OWN, WRITER, HIT, SESSION}) {
            other.cells[pair] = cells[pair + 1];
            other.cells[pair + 1] = cells[pair];
        }
        other.object(OWN, object(OWN + 1));
        other.object(OWN + 1, object(OWN));
        other.swapBits(UNSEEN);
        if (collector() == Collector.MARKED) {
            other.swapBits(MARK);
        } else if (mark() >= OWN) {
            other.mark(OWN + OWN + 1 - mark());
        }
        return other;
    }

    private void swapBits(int cell) {
        var first = has(cell, MADE);
        put(cell, MADE, has(cell, MADE + 1));
        put(cell, MADE + 1, first);
    }

    private boolean has(int cell, int bit) {
        return (cells[cell] >> bit & 1) == 1;
    }

    private void put(int cell, int bit, boolean value) {
        cells[cell] = (byte) (value ? cells[cell] | 1 << bit : cells[cell] & ~(1 << bit));
    }
}
