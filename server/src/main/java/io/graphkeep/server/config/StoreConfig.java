package io.graphkeep.server.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the store lies and how it writes.
 *
 * @param masterKey the master key itself, where no file that the server keeps has it
 * @param spaceReserve bytes that stay free on the store's disk; null for the smaller of 2 GiB and 2 % of it
 */
public record StoreConfig(
        StoreUrl url,
        Path keyFile,
        @Nullable Secret masterKey,
        int compressionLevel,
        int packSize,
        @Nullable Long spaceReserve) {

    static final Key<StoreUrl> STORE = Key.of(Group.STORE, "STORE", Types.storeUrl(false))
            .computed(
                    "the directory `store` in the home",
                    (surroundings, values) -> new StoreUrl(new Home(values.get(InstanceKeys.HOME)).store()))
            .alias("LIGHTRAG_BACKUP_STORAGE", Types.storeUrl(true))
            .means("Where snapshots are stored: a directory, as a path or as a `file://` URL.");
    static final Key<Path> KEY_FILE = Key.of(Group.STORE, "KEY_FILE", Types.path())
            .computed(
                    "`keys/master.key` in the home",
                    (surroundings, values) -> new Home(values.get(InstanceKeys.HOME)).masterKey())
            .means("The file with the master key that opens the store. The first start makes it where it is missing;"
                    + " keep a copy elsewhere, for without it nothing in the store can be read.");
    static final Key<Secret> MASTER_KEY = Key.of(Group.STORE, "MASTER_KEY", Types.secret())
            .secret()
            .unset("what is in the file of `GRAPHKEEP_KEY_FILE`")
            .means("The master key itself, one line as `graphkeep key export` writes it, in place of"
                    + " `GRAPHKEEP_KEY_FILE`: only one of them may be set. The server cannot change it, so that a"
                    + " rotation takes the key in a file. Keep a copy elsewhere, for without it nothing in the"
                    + " store can be read.");
    static final Key<Integer> COMPRESSION_LEVEL = Key.of(Group.STORE, "COMPRESSION_LEVEL", Types.integer(1, 19))
            .otherwise("1")
            .means("The level of zstd. Higher is smaller and much slower.");
    static final Key<Long> PACK_SIZE = Key.of(Group.STORE, "PACK_SIZE", Types.size(1 << 20, 1 << 30))
            .otherwise("32MiB")
            .means("How large a stored object grows before the next one begins.");
    static final Key<Long> SPACE_RESERVE = Key.of(Group.STORE, "SPACE_RESERVE", Types.size(0, 1L << 50))
            .unset("the smaller of 2 GiB and 2 % of the disk")
            .means("What stays free on the disks of the store and the home: below it captures, pushes and restores are"
                    + " refused, cleanup still runs.");

    static final List<Key<?>> KEYS = List.of(STORE, KEY_FILE, MASTER_KEY, COMPRESSION_LEVEL, PACK_SIZE, SPACE_RESERVE);

    static StoreConfig from(Values values) {
        return new StoreConfig(
                values.get(STORE),
                values.get(KEY_FILE),
                values.find(MASTER_KEY),
                values.get(COMPRESSION_LEVEL),
                Math.toIntExact(values.get(PACK_SIZE)),
                values.find(SPACE_RESERVE));
    }
}
