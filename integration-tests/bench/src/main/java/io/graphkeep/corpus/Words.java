package io.graphkeep.corpus;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Text that compresses as English does: words of a fixed vocabulary, as frequent as Zipf's law has them, in sentences.
 *
 * <p>Thread-safe: nothing changes after it is made.
 */
final class Words {
    private static final int VOCABULARY = 12_000;
    private static final int SLOTS = 1 << 17;
    private static final int VOCABULARY_SEED = 77;
    private static final String[] ONSETS = {
        "b", "br", "c", "ch", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pl", "pr",
        "qu", "r", "s", "sh", "sl", "st", "str", "t", "th", "tr", "v", "w", "z", ""
    };
    private static final String[] VOWELS = {"a", "e", "i", "o", "u", "ai", "ea", "ee", "ie", "io", "ou", "oo"};
    private static final String[] ENDINGS = {
        "", "", "", "n", "r", "s", "t", "l", "m", "nd", "nt", "st", "ck", "ng", "d", "rd", "ss", "ve", "ly"
    };

    private final String[] words = new String[VOCABULARY];
    private final char[] slots = new char[SLOTS];

    Words() {
        var random = new SplittableRandom(VOCABULARY_SEED);
        var taken = new HashSet<String>();
        for (var rank = 0; rank < VOCABULARY; rank++) {
            words[rank] = fresh(random, taken, rank);
        }
        fillSlots();
    }

    private static String fresh(SplittableRandom random, Set<String> taken, int rank) {
        // Frequent words are short ones.
        var least = rank < 60 ? 1 : rank < 1_500 ? 1 + random.nextInt(2) : 2 + random.nextInt(2);
        while (true) {
            var word = new StringBuilder();
            for (var syllable = 0; syllable < least; syllable++) {
                word.append(ONSETS[random.nextInt(ONSETS.length)]).append(VOWELS[random.nextInt(VOWELS.length)]);
            }
            word.append(ENDINGS[random.nextInt(ENDINGS.length)]);
            if (taken.add(word.toString())) {
                return word.toString();
            }
        }
    }

    private void fillSlots() {
        var total = 0.0;
        for (var rank = 0; rank < VOCABULARY; rank++) {
            total += weight(rank);
        }
        var sum = 0.0;
        var slot = 0;
        for (var rank = 0; rank < VOCABULARY; rank++) {
            sum += weight(rank);
            for (var end = (int) (sum / total * SLOTS); slot < end; slot++) {
                slots[slot] = (char) rank;
            }
        }
    }

    private static double weight(int rank) {
        return 1.0 / (rank + 2.7);
    }

    String word(SplittableRandom random) {
        return words[slots[random.nextInt(SLOTS)]];
    }

    /** Two or three words with capitals, as names of people, places and things. */
    String name(SplittableRandom random) {
        var name = new StringBuilder();
        for (var left = 2 + random.nextInt(2); left > 0; left--) {
            var word = words[random.nextInt(VOCABULARY)];
            name.append(name.isEmpty() ? "" : " ")
                    .append(Character.toUpperCase(word.charAt(0)))
                    .append(word, 1, word.length());
        }
        return name.toString();
    }

    /** Sentences, until so many characters are there. */
    void text(StringBuilder out, SplittableRandom random, int characters) {
        var end = out.length() + characters;
        while (out.length() < end) {
            sentence(out, random);
        }
    }

    private void sentence(StringBuilder out, SplittableRandom random) {
        var first = word(random);
        out.append(Character.toUpperCase(first.charAt(0))).append(first, 1, first.length());
        for (var left = 5 + random.nextInt(14); left > 0; left--) {
            if (random.nextInt(12) == 0) {
                out.append(',');
            }
            out.append(' ');
            if (random.nextInt(40) == 0) {
                out.append(random.nextInt(2_000));
            } else {
                out.append(word(random));
            }
        }
        out.append(". ");
    }
}
