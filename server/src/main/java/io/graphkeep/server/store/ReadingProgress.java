package io.graphkeep.server.store;

/** Is told how far the reading of a store has come. Called often: whoever shows it to people slows it down. */
@FunctionalInterface
public interface ReadingProgress {
    /**
     * So many are done.
     *
     * @param what is being read, in the plural
     * @param total 0 where it is not known
     */
    void at(String what, long done, long total);
}
