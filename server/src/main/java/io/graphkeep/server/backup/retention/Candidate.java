package io.graphkeep.server.backup.retention;

import java.time.Instant;
import java.util.UUID;

/**
 * A snapshot as retention sees it.
 *
 * @param cutAt when its content was true; what the rules go by
 * @param createdAt when it came into being here; what the protected period goes by
 * @param intact whether it is whole: COMPLETED, and neither PARTIAL nor CORRUPT
 * @param held whether a hold keeps it now
 * @param pinned whether something else that is kept needs it
 */
public record Candidate(UUID id, Instant cutAt, Instant createdAt, boolean intact, boolean held, boolean pinned) {}
