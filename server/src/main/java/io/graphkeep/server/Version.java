package io.graphkeep.server;

import java.util.Objects;

/** The version of this build, as its jar says. */
final class Version {
    private Version() {}

    static String current() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");
    }
}
