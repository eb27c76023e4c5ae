package io.graphkeep.server.config;

/**
 * A text that the operator has given for a name. It may be a secret, so that it shows itself only to who asks for it.
 *
 * @param place the flag, the variable, or the file and line that gave it
 */
record Given(String name, String text, Source source, String place) {

    boolean isBlank() {
        return text.isBlank();
    }

    /** Where the reader of a message finds it, to stand in parentheses. */
    String origin() {
        return switch (source) {
            case FLAG -> "given as " + place;
            case ENVIRONMENT, FIRST_VERSION -> "from the environment, " + name;
            case FILE, FILE_FIRST_VERSION -> name + " at " + place;
            case DEFAULT -> "default";
        };
    }

    @Override
    public String toString() {
        return name + " (" + origin() + ")";
    }
}
