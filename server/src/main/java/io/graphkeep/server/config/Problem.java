package io.graphkeep.server.config;

/**
 * One thing that stops the start.
 *
 * @param key the key, flag or file that it is about
 * @param sentence what is wrong with it and what would be right; never a secret
 */
public record Problem(String key, String sentence) {
    @Override
    public String toString() {
        return key + ": " + sentence;
    }
}
