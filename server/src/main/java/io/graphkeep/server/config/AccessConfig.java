package io.graphkeep.server.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in, and which directories they may name.
 *
 * @param adminTokenFile the operator's own file with the admin token; null where the first start makes one
 * @param metricsOpen whether {@code /metrics} answers without a token
 * @param httpHosts the names by which the HTTP port may be called, beside those that it always may
 * @param roots the directories that graphs may be read from and restored to; empty on loopback only, where the admin role
 *     alone may then name a path
 */
public record AccessConfig(
        @Nullable Path adminTokenFile, boolean metricsOpen, List<String> httpHosts, List<Path> roots) {

    static final Key<Path> ADMIN_TOKEN_FILE = Key.of(Group.ACCESS, "ADMIN_TOKEN_FILE", Types.path())
            .unset("`admin.token` in the home, made at the first start")
            .means("A file that holds the admin token, where the operator brings it along. Read once, by the first"
                    + " start; a token is `gk_` and 43 characters of `A-Za-z0-9_-`.");
    static final Key<Boolean> METRICS_OPEN = Key.of(Group.ACCESS, "METRICS_OPEN", Types.bool())
            .otherwise("false")
            .means("Lets `/metrics` answer without a token. It tells the names of graphs and targets.");
    static final Key<List<String>> HTTP_HOSTS = Key.of(Group.ACCESS, "HTTP_HOSTS", Types.hostNames())
            .unset("`localhost`, this machine's name, `GRAPHKEEP_LISTEN` and every address in figures")
            .means("More names, separated by `,`, by which the HTTP port may be called, such as that of a service or a"
                    + " proxy before it. A request whose `Host` is another is refused: a page in a browser could"
                    + " otherwise reach the port under a name of its own.");
    static final Key<List<Path>> ROOTS = Key.of(Group.ACCESS, "ROOTS", Types.paths())
            .unset("on loopback any directory, for the `admin` role alone; beyond loopback it must be set")
            .means("The directories, separated by `:`, that graphs may be read from and restored to, after links are"
                    + " resolved. The home, the store, the database and the keys never are, whatever is said here.");

    static final List<Key<?>> KEYS = List.of(ADMIN_TOKEN_FILE, METRICS_OPEN, HTTP_HOSTS, ROOTS);

    static AccessConfig from(Values values) {
        var roots = values.find(ROOTS);
        var hosts = values.find(HTTP_HOSTS);
        return new AccessConfig(
                values.find(ADMIN_TOKEN_FILE),
                values.get(METRICS_OPEN),
                hosts == null ? List.of() : hosts,
                roots == null ? List.of() : roots);
    }
}
