package io.graphkeep.server.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Damage done to what a test's store holds. */
final class StoredDamage {
    private StoredDamage() {}

    /** Flips a bit of the first pack of a kind, and gives the pack's name. */
    static String flipABitOf(BackupSite site, Path store, String kind) throws IOException {
        var id = site.ask("SELECT id FROM pack WHERE kind = '" + kind + "' ORDER BY number LIMIT 1");
        var name = "packs/" + id.substring(id.length() - 2) + "/" + id;
        flipABit(store.resolve(name));
        return name;
    }

    static void flipABit(Path object) throws IOException {
        var bytes = Files.readAllBytes(object);
        bytes[Math.min(30, bytes.length - 1)] ^= 1;
        Files.write(object, bytes);
    }
}
