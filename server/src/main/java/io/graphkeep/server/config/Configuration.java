package io.graphkeep.server.config;

import java.util.List;

/**
 * What the server starts with: the typed records, the same as a list that may be shown, and what the operator should
 * know although it stops nothing.
 */
public record Configuration(ServerConfig server, List<Setting> settings, List<String> warnings) {

    /**
     * Reads flags, environment and file.
     *
     * @param arguments those of {@code graphkeep server}
     * @throws ConfigurationException with everything that is wrong, at once
     */
    public static Configuration load(Surroundings surroundings, List<String> arguments) {
        return new Loader(surroundings).load(arguments);
    }
}
