package io.graphkeep.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks that the directories which Graphkeep owns and those which graphs live in stay apart.
 *
 * <p>Paths are compared after links are resolved, as far as they are there.
 */
final class Places {
    private final Values values;
    private final Findings findings;

    Places(Reader reader, Findings findings) {
        this.values = reader.values();
        this.findings = findings;
    }

    void check() {
        var home = values.get(InstanceKeys.HOME);
        var store = values.get(StoreConfig.STORE).directory();
        mustBeADirectory(InstanceKeys.HOME, home);
        mustBeADirectory(StoreConfig.STORE, store);
        storeApartFromHome(new Home(home), store);
        var roots = values.find(AccessConfig.ROOTS);
        for (var root : roots == null ? List.<Path>of() : roots) {
            root(root, home, store);
        }
    }

    private void storeApartFromHome(Home home, Path store) {
        if (isWithin(home.directory(), store)) {
            findings.problem(
                    StoreConfig.STORE.name(),
                    store + " contains the home, " + home.directory() + ": give the store a directory of its own.");
        }
        for (var taken : List.of(home.database(), home.keys())) {
            if (isWithin(store, taken)) {
                findings.problem(
                        StoreConfig.STORE.name(),
                        store + " lies in " + taken + ", which holds other things: give the store a directory of its"
                                + " own.");
            }
        }
        if (isWithin(values.get(StoreConfig.KEY_FILE), store)) {
            findings.problem(
                    StoreConfig.KEY_FILE.name(),
                    "lies in the store, " + store + ": whoever copies the store would have its key.");
        }
    }

    private void root(Path root, Path home, Path store) {
        var name = AccessConfig.ROOTS.name();
        if (isWithin(root, home)) {
            findings.problem(name, root + " lies in the home, " + home + ", from which no graph is ever read.");
        } else if (isWithin(root, store)) {
            findings.problem(name, root + " lies in the store, " + store + ", from which no graph is ever read.");
        } else if (isWithin(home, root) || isWithin(store, root)) {
            var inside = isWithin(home, root) ? "the home, " + home : "the store, " + store;
            findings.warning(name + ": " + root + " contains " + inside + "; graphs may lie beside it, never in it"
                    + " or around it.");
        }
        if (!Files.isDirectory(root)) {
            findings.warning(name + ": " + root + " is not a directory now; graphs in it cannot be captured.");
        }
    }

    private void mustBeADirectory(Key<?> key, Path path) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            findings.problem(key.name(), path + " is not a directory.");
        }
    }

    private static boolean isWithin(Path inner, Path outer) {
        return real(inner).startsWith(real(outer));
    }

    private static Path real(Path path) {
        for (var there = path; there != null; there = there.getParent()) {
            try {
                return there.toRealPath().resolve(there.relativize(path)).normalize();
            } catch (IOException notThere) {
                // What is not there, or not to be seen, has no links to resolve; its parent may.
            }
        }
        return path;
    }
}
