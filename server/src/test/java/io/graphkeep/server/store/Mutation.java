package io.graphkeep.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One way to damage stored files, which can be taken back. */
final class Mutation {
    private final Map<Path, byte[]> before = new HashMap<>();
    private final String name;

    private Mutation(String name) {
        this.name = name;
    }

    /** Damages a file, or two of its kind; what it leaves is never what was there. */
    static Mutation of(Random random, Path file, List<Path> others) throws IOException {
        var good = Files.readAllBytes(file);
        return switch (random.nextInt(others.isEmpty() ? 6 : 7)) {
            case 0, 1 -> flip(random, file, good);
            case 2 -> write("cut short", file, good, Arrays.copyOf(good, random.nextInt(good.length)));
            case 3 -> zeroes(random, file, good);
            case 4 -> longer(random, file, good);
            case 5 -> delete(file, good);
            default -> swap(file, good, others.get(random.nextInt(others.size())));
        };
    }

    @Override
    public String toString() {
        return name + " " + before.keySet();
    }

    void takeBack() throws IOException {
        for (var each : before.entrySet()) {
            Files.write(each.getKey(), each.getValue());
        }
    }

    /** The beginning and the end, where headers, indexes and footers are, are hit as often as all the rest. */
    private static Mutation flip(Random random, Path file, byte[] good) throws IOException {
        var bad = good.clone();
        var end = Math.min(good.length, 100);
        var at = switch (random.nextInt(3)) {
            case 0 -> random.nextInt(end);
            case 1 -> good.length - 1 - random.nextInt(end);
            default -> random.nextInt(good.length);
        };
        bad[at] ^= (byte) (1 << random.nextInt(8));
        return write("bit flipped at " + at, file, good, bad);
    }

    private static Mutation zeroes(Random random, Path file, byte[] good) throws IOException {
        var bad = good.clone();
        var from = random.nextInt(good.length);
        Arrays.fill(bad, from, Math.min(good.length, from + 1 + random.nextInt(4_096)), (byte) 0);
        return Arrays.equals(bad, good) ? flip(random, file, good) : write("zeroed from " + from, file, good, bad);
    }

    private static Mutation longer(Random random, Path file, byte[] good) throws IOException {
        return write("made longer", file, good, Arrays.copyOf(good, good.length + 1 + random.nextInt(100)));
    }

    private static Mutation delete(Path file, byte[] good) throws IOException {
        var mutation = new Mutation("deleted");
        mutation.before.put(file, good);
        Files.delete(file);
        return mutation;
    }

    private static Mutation swap(Path file, byte[] good, Path other) throws IOException {
        var mutation = new Mutation("swapped");
        var its = Files.readAllBytes(other);
        mutation.before.put(file, good);
        mutation.before.put(other, its);
        Files.write(file, its);
        Files.write(other, good);
        return mutation;
    }

    private static Mutation write(String name, Path file, byte[] good, byte[] bad) throws IOException {
        var mutation = new Mutation(name);
        mutation.before.put(file, good);
        Files.write(file, bad);
        return mutation;
    }
}
