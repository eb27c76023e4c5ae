package io.graphkeep.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The catalog of a running server with an embedded database, read past the server: by SQL, with its own password. */
final class EmbeddedCatalog {
    private static final int PORT_LINE = 3;

    private final String url;
    private final String password;

    private EmbeddedCatalog(String url, String password) {
        this.url = url;
        this.password = password;
    }

    static EmbeddedCatalog of(Path home) {
        try {
            var port = Files.readAllLines(home.resolve("database/data/postmaster.pid"))
                    .get(PORT_LINE)
                    .strip();
            var password = Files.readString(home.resolve("database/password")).strip();
            return new EmbeddedCatalog("jdbc:postgresql://127.0.0.1:" + port + "/graphkeep", password);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The first column of each row. */
    List<String> answers(String query) {
        try (var connection = DriverManager.getConnection(url, "graphkeep", password);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var answers = new ArrayList<String>();
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
            return answers;
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Whether a query finds something, asked again and again until it does or there is no sense in waiting on. */
    boolean finds(String query, BooleanSupplier orElse) {
        try (var connection = DriverManager.getConnection(url, "graphkeep", password);
                var statement = connection.prepareStatement(query)) {
            while (true) {
                var isLast = orElse.getAsBoolean();
                try (var rows = statement.executeQuery()) {
                    if (rows.next()) {
                        return true;
                    }
                }
                if (isLast) {
                    return false;
                }
            }
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    /** The first column of the only row. */
    String answer(String query) {
        return answers(query).getFirst();
    }
}
