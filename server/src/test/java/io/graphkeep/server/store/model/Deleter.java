package io.graphkeep.server.store.model;

/** Deletes the old snapshot, in steps of which each is durable before the next. */
final class Deleter implements Actor {
    private final World world;

    Deleter(World world) {
        this.world = world;
    }

    @Override
    public void moves(State state, Moves moves) {
        switch (state.snapshot()) {
            case State.COMMITTED -> {
                if (!isLockedAsParent(state, 0) && !isLockedAsParent(state, 1)) {
                    moves.step("user deletes the old snapshot", next -> next.snapshot(State.ROW_GOING));
                }
            }
            case State.ROW_GOING -> moves.step("its manifest goes", next -> next.snapshot(State.MANIFEST_GONE));
            case State.MANIFEST_GONE -> moves.step("its row goes", next -> next.snapshot(State.DROPPED));
            default -> {}
        }
    }

    private boolean isLockedAsParent(State state, int writer) {
        return world.has(Rule.PARENT)
                && state.writer(writer) == Writer.COMMITTING
                && state.hit(writer) == Writer.FROM_PARENT;
    }
}
