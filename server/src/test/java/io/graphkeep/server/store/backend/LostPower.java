package io.graphkeep.server.store.backend;

import com.google.protobuf.ByteString;
import io.graphkeep.server.store.backend.RecordedDisk.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is left of a recorded disk when power is lost: the names that were in a directory when it was last forced, below names
 * that are left themselves, and the bytes of files that were forced.
 */
public final class LostPower {
    private static final Integer DIRECTORY = -1;

    private final Set<Path> tops;
    private final Map<Path, Map<Path, Integer>> seen = new HashMap<>();
    private final Map<Path, Map<Path, Integer>> forced = new HashMap<>();
    private final Map<Integer, ByteString> contents = new HashMap<>();
    private final Set<Path> there = new HashSet<>();
    private final Set<Path> gone = new HashSet<>();
    private final List<Step.Holds> conditions = new ArrayList<>();
    private int files;

    /** Below these directories, which were there before. */
    public LostPower(Path... tops) {
        this.tops = Set.of(tops);
    }

    /**
     * Replays steps, and looks after each whether what was promised holds with all dropped that was not forced.
     *
     * @param without the number of a step that does not force what it should; -1 for none
     * @return what was promised and is lost, or nothing
     */
    public Optional<String> replay(List<Step> steps, int without) {
        for (var number = 0; number < steps.size(); number++) {
            take(steps.get(number), number != without);
            var lost = lost();
            if (lost.isPresent()) {
                return Optional.of(lost.get() + " after step " + number + ", " + steps.get(number));
            }
        }
        return Optional.empty();
    }

    /** Whether a file or a directory is left. */
    public boolean isLeft(Path file) {
        var parent = file.getParent();
        if (tops.contains(file) || parent == null) {
            return true;
        }
        var name = forced.getOrDefault(parent, Map.of()).get(file);
        return name != null && (name.equals(DIRECTORY) || contents.containsKey(name)) && isLeft(parent);
    }

    /** The files that are left below a directory, with what is left in them. */
    public Map<Path, ByteString> files(Path below) {
        var files = new HashMap<Path, ByteString>();
        forced.values()
                .forEach(names -> names.forEach((file, number) -> {
                    if (file.startsWith(below) && !number.equals(DIRECTORY) && isLeft(file)) {
                        files.put(file, contents.get(number));
                    }
                }));
        return files;
    }

    private void take(Step step, boolean forces) {
        switch (step) {
            case Step.Made made -> names(made.directory()).putIfAbsent(made.directory(), DIRECTORY);
            case Step.Written written -> {
                names(written.file()).put(written.file(), ++files);
                if (forces) {
                    contents.put(files, written.content());
                }
            }
            case Step.Linked linked ->
                names(linked.name()).put(linked.name(), names(linked.existing()).get(linked.existing()));
            case Step.Replaced replaced ->
                names(replaced.name())
                        .put(replaced.name(), names(replaced.existing()).remove(replaced.existing()));
            case Step.Unlinked unlinked -> names(unlinked.name()).remove(unlinked.name());
            case Step.Forced directory -> {
                if (forces) {
                    forced.put(
                            directory.directory(), new HashMap<>(seen.getOrDefault(directory.directory(), Map.of())));
                }
            }
            case Step.IsThere promise -> there.add(promise.file());
            case Step.MayGo promise -> there.remove(promise.file());
            case Step.IsGone promise -> gone.add(promise.file());
            case Step.Holds condition -> conditions.add(condition);
            case Step.Acknowledged what -> {}
        }
    }

    private Map<Path, Integer> names(Path file) {
        return seen.computeIfAbsent(file.getParent(), directory -> new HashMap<>());
    }

    private Optional<String> lost() {
        var lost = there.stream().filter(file -> !isLeft(file)).map(file -> file + " is lost");
        var back = gone.stream().filter(this::isLeft).map(file -> file + " is back");
        var broken = conditions.stream()
                .filter(each -> !each.condition().test(this))
                .map(each -> "It does not hold that " + each.what());
        return Stream.of(lost, back, broken).flatMap(all -> all).findFirst();
    }
}
