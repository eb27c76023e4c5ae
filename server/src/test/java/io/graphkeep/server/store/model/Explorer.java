package io.graphkeep.server.store.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Goes through every order in which the actors of a world can take their steps, the shortest first. */
final class Explorer {
    private final List<String> names = new ArrayList<>();
    private final List<Actor> actors = new ArrayList<>();
    private final Seen seen = new Seen();
    private final Tidy tidy;

    /**
     * What was found.
     *
     * @param states how many there are
     * @param loss what is lost and the steps that lead to it; null if nothing ever is
     */
    record Result(int states, @Nullable String loss) {}

    private Explorer(World world) {
        this.tidy = new Tidy(world);
        for (var writer = 0; writer < world.writers(); writer++) {
            join("writer " + writer + " ", new Writer(world, writer));
        }
        join("", new Deleter(world));
        join("", new Collector(world));
        if (world.compactor()) {
            join("", new Compactor(world));
        }
        if (world.reader()) {
            join("", new Reader());
        }
    }

    static Result explore(World world) {
        return new Explorer(world).run();
    }

    private void join(String name, Actor actor) {
        names.add(name);
        actors.add(actor);
    }

    private Result run() {
        seen.add(State.first(), -1);
        for (var at = 0; at < seen.size(); at++) {
            var state = seen.get(at);
            var loss = Loss.in(state);
            if (loss != null) {
                return new Result(seen.size(), loss + ": " + String.join("; ", path(at)));
            }
            var from = at;
            moves(state, (who, what, next) -> seen.add(next, from));
        }
        return new Result(seen.size(), null);
    }

    /** Takes a step and the state that it leads to. */
    private interface Taken {
        void to(String who, String what, State next);
    }

    private void moves(State state, Taken taken) {
        for (var i = 0; i < actors.size(); i++) {
            var name = names.get(i);
            Moves moves = (String what, Consumer<State> change) -> {
                var next = state.copy();
                change.accept(next);
                taken.to(name, what, tidy.tidied(next));
            };
            actors.get(i).moves(state, moves);
        }
    }

    /** The names of the steps are told again, since none are kept. */
    private List<String> path(int end) {
        var steps = new ArrayList<String>();
        for (var at = end; seen.before(at) >= 0; at = seen.before(at)) {
            var reached = seen.get(at);
            moves(seen.get(seen.before(at)), (who, what, next) -> {
                if (next.low() == reached.low() && next.high() == reached.high()) {
                    steps.add(who + what);
                }
            });
        }
        Collections.reverse(steps);
        return steps;
    }
}
