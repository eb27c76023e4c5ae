package io.graphkeep.server.config;

/** A heading in the reference page. */
enum Group {
    INSTANCE("The server"),
    NETWORK("Network"),
    ACCESS("Access"),
    DATABASE("Database"),
    STORE("Store"),
    WORK("Captures and restores"),
    RETENTION("Retention"),
    SCHEDULES("Schedules"),
    SWITCHES("Switches"),
    LIMITS("Limits"),
    OPERATIONS("Operations"),
    LOGGING("Logging");

    private final String title;

    Group(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
