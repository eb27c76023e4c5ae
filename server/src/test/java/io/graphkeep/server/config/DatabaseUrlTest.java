package io.graphkeep.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
        postgresql://db/cat,                             jdbc:postgresql://db/cat,               -,   -
        postgres://gk@db:5433/cat,                       jdbc:postgresql://db:5433/cat,          gk,  -
        PostgreSQL://gk:pw@db/cat,                       jdbc:postgresql://db/cat,               gk,  pw
        postgresql+psycopg2://gk:pw@db/cat,              jdbc:postgresql://db/cat,               gk,  pw
        postgresql://gk:p%40w%2Fx+y@db/cat,              jdbc:postgresql://db/cat,               gk,  p@w/x+y
        postgresql://gk:p@w@db/cat,                      jdbc:postgresql://db/cat,               gk,  p@w
        postgresql://gk:pw@[::1]:5432/cat?sslmode=require, jdbc:postgresql://[::1]:5432/cat?sslmode=require, gk, pw
        jdbc:postgresql://db/cat?user=gk&password=p+w&ssl=true, jdbc:postgresql://db/cat?ssl=true, gk, p w
        """)
    void isTakenApart(String text, String jdbcUrl, String user, String password) throws BadValueException {
        var expected = new DatabaseUrl.Postgres(jdbcUrl, user, password == null ? null : new Secret(password));

        assertThat(DatabaseUrl.parse(text, false)).isEqualTo(expected);
    }

    @Test
    void severalHostsArePassedOn() throws BadValueException {
        assertThat(DatabaseUrl.parse("postgresql://a:1,b:2/cat", false))
                .isEqualTo(new DatabaseUrl.Postgres("jdbc:postgresql://a:1,b:2/cat", null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite:///./recovery.db", "sqlite+aiosqlite:////var/x.db", "SQLITE://"})
    void sqliteStandsForTheEmbeddedDatabaseWhereTheFirstVersionAllowedIt(String text) throws BadValueException {
        assertThat(DatabaseUrl.parse(text, true)).isEqualTo(new DatabaseUrl.Sqlite());
        assertThatThrownBy(() -> DatabaseUrl.parse(text, false))
                .isInstanceOf(BadValueException.class)
                .hasMessageContaining("embedded database");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://db/cat",
                "postgresql:cat",
                "postgresql://",
                "postgresql:///cat",
                "postgresql://db/",
                "postgresql://d b/cat",
                "postgresql://a,,b/cat",
                "postgresql://db:port/cat",
                "postgresql://db/cat#x"
            })
    void whatIsNoPostgresIsRefused(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text, true)).isInstanceOf(BadValueException.class);
    }

    @Test
    void explicitCredentialsWinOverThoseInTheUrl(@TempDir Path machine) {
        var config = new Operator(machine)
                .sets("GRAPHKEEP_DB_URL", "postgresql://old:older@db/cat")
                .sets("GRAPHKEEP_DB_USER", "gk")
                .sets("GRAPHKEEP_DB_PASSWORD", "pw")
                .config();

        assertThat(config.database().external())
                .isEqualTo(new DatabaseConfig.External("jdbc:postgresql://db/cat", "gk", new Secret("pw")));
    }
}
