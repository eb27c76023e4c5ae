package io.graphkeep.server.store;

/**
 * Is told how far a check of the store is; called from several threads at once.
 *
 * <p>It slows the check down by not returning, and ends it by throwing.
 */
public interface CheckWatch {
    /** More objects and bytes than were known of will be looked at. */
    void expect(long objects, long bytes);

    /** So many bytes are about to be read. */
    void read(long bytes);

    /** One more object was looked at, and had so many bytes. */
    void looked(long bytes);
}
