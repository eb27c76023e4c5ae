package io.graphkeep.server.store;

import io.graphkeep.server.store.backend.ObjectName;
import java.util.UUID;

/** Where each kind of object lies in the store. */
final class ObjectNames {
    static final ObjectName REPOSITORY = new ObjectName("repository");
    static final String KEYS = "keys/";
    static final String OWNERS = "owner/";
    static final String PACKS = "packs/";
    static final String MANIFESTS = "manifests/";
    static final String STATE = "state/";

    private ObjectNames() {}

    static ObjectName key(long number) {
        return new ObjectName(KEYS + number);
    }

    static ObjectName owner(long generation) {
        return new ObjectName(OWNERS + generation);
    }

    /** Packs are spread over 256 directories by the end of their id, which is random. */
    static ObjectName pack(UUID id) {
        var text = id.toString();
        return new ObjectName(PACKS + text.substring(text.length() - 2) + "/" + text);
    }

    static ObjectName manifest(UUID graphUid, UUID snapshotId) {
        return new ObjectName(MANIFESTS + graphUid + "/" + snapshotId);
    }

    static ObjectName state(long number) {
        return new ObjectName(STATE + number);
    }
}
