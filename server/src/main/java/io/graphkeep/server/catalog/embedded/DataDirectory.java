package io.graphkeep.server.catalog.embedded;

import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.errors.StartRefused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The embedded database's data directory and password, made at the first start.
 *
 * <p>The password is durable before the data exists, and the data appears under its name only when initialised in full: a
 * start that was cut short is simply made again.
 */
final class DataDirectory {
    private final EmbeddedSettings settings;
    private final Ids ids;

    DataDirectory(EmbeddedSettings settings, Ids ids) {
        this.settings = settings;
        this.ids = ids;
    }

    /** Makes what is not there yet, and returns the database's password. */
    String prepare(Launch launch, PostgresPrograms programs) {
        try {
            var password = password();
            if (!Files.isDirectory(settings.data())) {
                initialise(launch, programs);
            }
            return password;
        } catch (IOException e) {
            throw new StartRefused(
                    "The embedded database's directory " + settings.directory() + " could not be prepared: " + e
                            + ". Make room there and make it writable.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartRefused("The start was interrupted.", e);
        }
    }

    private String password() throws IOException {
        var file = settings.password();
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        if (Files.isDirectory(settings.data())) {
            throw new StartRefused("The embedded database is there but its password is not: put " + file
                    + " back from a copy of the home.");
        }
        var password = HexFormat.of().formatHex(ids.bytes(32));
        var fresh = file.resolveSibling("password.new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, password + "\n");
        try (var channel = FileChannel.open(fresh, Set.of(StandardOpenOption.WRITE))) {
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        Directories.force(settings.directory());
        return password;
    }

    private void initialise(Launch launch, PostgresPrograms programs) throws IOException, InterruptedException {
        var fresh = settings.directory().resolve("data.new");
        Directories.remove(fresh);
        var command = initdb(programs, fresh);
        var process = launch.command(command).start();
        process.getOutputStream().close();
        var said = Output.of(process);
        if (process.waitFor() != 0) {
            throw new StartRefused("The embedded database could not be initialised in " + settings.directory() + ": "
                    + said.strip() + ". Make room there and start again.");
        }
        Files.move(fresh, settings.data(), StandardCopyOption.ATOMIC_MOVE);
        Directories.force(settings.directory());
    }

    private List<String> initdb(PostgresPrograms programs, Path directory) {
        var command = new ArrayList<>(List.of(
                programs.initdb().toString(),
                "--pgdata=" + directory,
                "--username=" + EmbeddedPostgres.USER,
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--locale=C.UTF-8",
                "--auth=scram-sha-256",
                "--pwfile=" + settings.password()));
        switch (settings.durability()) {
            case POWER_LOSS -> {}
            case NOTHING -> command.add("--no-sync");
        }
        return command;
    }
}
