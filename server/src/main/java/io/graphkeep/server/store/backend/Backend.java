package io.graphkeep.server.store.backend;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A flat space of immutable objects under unique names.
 *
 * <p>Laws that every implementation keeps:
 *
 * <ul>
 *   <li>An object is there whole or not at all. What {@link #put} has returned from survives the loss of power.
 *   <li>Names are never reused: once put, a name stands for the same bytes until it is deleted, and for nothing after.
 *   <li>{@link ObjectNotFoundException} means that the object is certainly not there, {@link ObjectExistsException} that one
 *       of that name certainly is. Any other {@link IOException} says nothing about it: after a failed put the object may
 *       be there (whole) or not, and after a failed delete too.
 *   <li>All methods may be called from any thread at any time. Whoever calls retries; implementations do not.
 * </ul>
 */
public interface Backend {
    /**
     * Makes an object durable under a name that no object has.
     *
     * @param content its bytes, in order; the buffers are read from position to limit and left as they were
     * @throws ObjectExistsException if the name is taken; what is there is left untouched
     */
    void put(ObjectName name, List<ByteBuffer> content) throws IOException;

    /**
     * Fills a buffer with the object's bytes from an offset on.
     *
     * @throws ObjectNotFoundException if there is no such object
     * @throws java.io.EOFException if the object ends before the buffer is full
     */
    void read(ObjectName name, long offset, ByteBuffer into) throws IOException;

    /** The object's size, or nothing if it is certainly not there. */
    Optional<ObjectInfo> stat(ObjectName name) throws IOException;

    /**
     * Tells every object whose name begins with a prefix, in no particular order, one at a time.
     *
     * <p>Complete or an error: returning means that every object that was there throughout has been told once. Objects that
     * come or go meanwhile may be told or not.
     *
     * @param prefix empty for all, or whole path components ending in a slash
     */
    void list(String prefix, ObjectVisitor visitor) throws IOException;

    /** Makes an object be gone, durably. One that is not there is no error. */
    void delete(ObjectName name) throws IOException;

    /** How much room there is, or nothing where that has no meaning. */
    Optional<Space> space() throws IOException;

    /** Where this is, for messages to operators. Never holds a secret. */
    String describe();
}
