package io.graphkeep.server.store;

import java.io.IOException;

/** Something stored is not what was written: the message names the object and the place in it. */
public class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
        super(message);
    }

    DamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}
