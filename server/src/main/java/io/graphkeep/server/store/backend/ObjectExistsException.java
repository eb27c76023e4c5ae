package io.graphkeep.server.store.backend;

import java.io.IOException;

/** There certainly is an object of this name already, whole. */
public final class ObjectExistsException extends IOException {
    private static final long serialVersionUID = 1L;

    public ObjectExistsException(ObjectName name) {
        super("The object " + name + " is there already.");
    }
}
