package io.graphkeep.server;

import io.graphkeep.server.config.ServerConfig;
import io.graphkeep.server.security.KeyExport;
import io.graphkeep.server.store.MasterKeyFile;

/** The master key as the configuration has it: in a file that the server keeps, or as the secret that it was started with. */
final class StoreKey {
    private StoreKey() {}

    static MasterKeyFile of(ServerConfig config) {
        var given = config.store().masterKey();
        var file = config.store().keyFile();
        return given == null ? new MasterKeyFile(file) : MasterKeyFile.given(file, given.reveal());
    }

    static KeyExport export(ServerConfig config) {
        var store = config.store();
        return new KeyExport(store.keyFile(), config.home().keys(), store.masterKey() != null);
    }
}
