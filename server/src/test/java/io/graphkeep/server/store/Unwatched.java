package io.graphkeep.server.store;

/** A check's watch that wants to know nothing. */
class Unwatched implements CheckWatch {
    @Override
    public void expect(long objects, long bytes) {}

    @Override
    public void read(long bytes) {}

    @Override
    public void looked(long bytes) {}
}
