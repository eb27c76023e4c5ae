package io.graphkeep.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** PEM files as openssl makes them: authorities, and certificates of this machine that they signed, by name in one directory. */
record Certificates(Path directory) {
    void authority(String name) {
        openssl(name, "-addext", "basicConstraints=critical,CA:TRUE");
    }

    void certificate(String authority, String name) {
        openssl(
                name,
                "-CA",
                pem(authority).toString(),
                "-CAkey",
                key(authority).toString(),
                "-addext",
                "basicConstraints=critical,CA:FALSE",
                "-addext",
                "subjectAltName=IP:127.0.0.1,DNS:localhost");
    }

    Path pem(String name) {
        return directory.resolve(name + ".pem");
    }

    Path key(String name) {
        return directory.resolve(name + ".key");
    }

    private void openssl(String name, String... more) {
        var command = new ArrayList<>(List.of("openssl", "req", "-x509", "-newkey", "ec"));
        command.addAll(List.of("-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"));
        command.addAll(List.of("-subj", "/CN=" + name));
        command.addAll(
                List.of("-keyout", key(name).toString(), "-out", pem(name).toString()));
        command.addAll(List.of(more));
        Launcher.run(Map.of(), command).expect(0);
    }
}
