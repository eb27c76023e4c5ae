package io.graphkeep.server.store.backend;

import java.io.IOException;

/** There is certainly no object of this name. */
public final class ObjectNotFoundException extends IOException {
    private static final long serialVersionUID = 1L;

    public ObjectNotFoundException(ObjectName name) {
        super("The object " + name + " is not there.");
    }
}
