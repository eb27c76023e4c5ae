package io.graphkeep.server.store;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.backend.Backend;
import io.graphkeep.server.store.backend.ObjectExistsException;
import io.graphkeep.server.store.backend.ObjectName;
import io.graphkeep.server.store.backend.ObjectNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The envelope of every object that is not a pack: a clear header with the format's version, and one encrypted block.
 *
 * <p>The same content under the same name always gives the same bytes, so that a put whose outcome is unknown is repeated
 * without a second content ever being encrypted under one key and nonce.
 */
final class SealedObject {
    private static final int MAGIC = 0x474B4F42; // GKOB
    private static final int HEADER_BYTES = 8;

    private SealedObject() {}

    static byte[] seal(ObjectCipher cipher, byte[] content) {
        var sealed = cipher.seal(0, content, 0, content.length);
        return ByteBuffer.allocate(HEADER_BYTES + sealed.length)
                .putInt(MAGIC)
                .putShort((short) StoreFormat.VERSION)
                .putShort((short) 0)
                .put(sealed)
                .array();
    }

    static byte[] open(ObjectCipher cipher, byte[] object) throws DamagedException {
        requireHeader(cipher.name(), object);
        return cipher.open(0, object, HEADER_BYTES, object.length - HEADER_BYTES);
    }

    /** Finds damage to the header, without needing a key. */
    private static void requireHeader(ObjectName name, byte[] object) throws DamagedException {
        if (object.length < HEADER_BYTES + ObjectCipher.TAG_BYTES) {
            throw new DamagedException("The object " + name + " is cut short: it has " + object.length + " bytes.");
        }
        var header = ByteBuffer.wrap(object);
        if (header.getInt() != MAGIC) {
            throw new DamagedException("The object " + name + " does not begin as one of this store's does.");
        }
        requireVersion(name, header.getShort());
        if (header.getShort() != 0) {
            throw new DamagedException("The header of the object " + name + " is damaged.");
        }
    }

    static void requireVersion(ObjectName name, int version) throws DamagedException {
        if (version != StoreFormat.VERSION) {
            throw new DamagedException("The object " + name + " says that it has format version " + version
                    + ", which this server does not know: it is damaged, or a newer server has written it.");
        }
    }

    /** Refuses a store of a newer format, which its object "repository" tells; needs no key. */
    static void requireKnownFormat(ObjectName name, byte[] object) throws DamagedException {
        var version = object.length < HEADER_BYTES ? 0 : ByteBuffer.wrap(object).getShort(4);
        if (version > StoreFormat.VERSION) {
            throw new GraphkeepException(
                    Reason.FORMAT_UNSUPPORTED,
                    "The store has format version " + version + ", and this server knows none after "
                            + StoreFormat.VERSION + ": a newer server has made it.");
        }
        requireHeader(name, object);
    }

    /** Puts an object; where the same bytes are there already, that is success. */
    static void put(Backend backend, ObjectCipher cipher, byte[] content) throws IOException {
        var object = seal(cipher, content);
        try {
            backend.put(cipher.name(), List.of(ByteBuffer.wrap(object)));
        } catch (ObjectExistsException e) {
            if (!Arrays.equals(readAll(backend, cipher.name()), object)) {
                throw e;
            }
        }
    }

    static byte[] read(Backend backend, ObjectCipher cipher) throws IOException {
        return open(cipher, readAll(backend, cipher.name()));
    }

    static byte[] readAll(Backend backend, ObjectName name) throws IOException {
        var info = backend.stat(name).orElseThrow(() -> new ObjectNotFoundException(name));
        if (info.size() > StoreFormat.MAX_SEALED_BYTES) {
            throw new DamagedException("The object " + name + " is too large: it has " + info.size() + " bytes.");
        }
        var into = ByteBuffer.allocate(Math.toIntExact(info.size()));
        backend.read(name, 0, into);
        return into.array();
    }
}
