package io.graphkeep.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreePathTest {
    @ParameterizedTest
    @ValueSource(strings = {"/a", "a/", "a//b", ".", "..", "a/../b", "a/.", "./a", "/", "a\0b", "\0"})
    void pathsThatCouldLeaveTheRootOrMeanAnotherAreRefused(String path) {
        assertThatThrownBy(() -> TreePath.of(path)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TreePath.parse(path.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(FormatException.class);
    }

    @Test
    void componentsAndPathsAreBounded() throws IOException {
        assertThat(TreePath.of("a".repeat(255)).name()).hasSize(255);
        assertThatThrownBy(() -> TreePath.of("a".repeat(256))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TreePath.of("a/".repeat(2048) + "a")).isInstanceOf(IllegalArgumentException.class);
        assertThat(TreePath.parse(new byte[0])).isEqualTo(TreePath.ROOT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", ".a", "..a", "a..", "a b", "ä/ö", "-", "\uD83D\uDE00"})
    void namesThatOnlyLookOddArePaths(String path) throws IOException {
        assertThat(TreePath.of(path).text()).isEqualTo(path);
        assertThat(TreePath.parseText(path)).isEqualTo(TreePath.of(path));
    }

    @Test
    void aDirectoryStandsRightBeforeWhatItHolds() {
        var paths = Stream.of("a-b", "a/b", "a", "", "a/b/c", "a.b", "b", "a/b-c", "ab", "a!")
                .map(TreePath::of);

        assertThat(paths.sorted().map(TreePath::text))
                .containsExactly("", "a", "a/b", "a/b/c", "a/b-c", "a!", "a-b", "a.b", "ab", "b");
    }

    @Test
    void orderIsThatOfUnsignedBytes() throws IOException {
        var high = TreePath.parse(new byte[] {(byte) 0xFF});

        assertThat(TreePath.of("z")).isLessThan(high);
        assertThat(TreePath.of("é")).isLessThan(high);
    }

    @Test
    void aNameThatIsNotUtf8IsKeptAndShownEscaped() throws IOException {
        var raw = new byte[] {
            'b', '%', (byte) 0xFF, ' ', (byte) 0xC3, (byte) 0xB6, (byte) 0xC2, (byte) 0x85, 9, (byte) 0xC3
        };
        var path = TreePath.of("dir").resolve(raw);

        assertThat(path.name()).isEqualTo(raw);
        assertThat(path.text()).isEqualTo("dir/b%25%FF ö%C2%85%09%C3");
        assertThat(TreePath.parse(path.toByteString())).isEqualTo(path);
        assertThat(TreePath.parseText(path.text())).isEqualTo(path);
    }

    @Test
    void everyStringOfBytesComesBackFromItsText() throws IOException {
        var seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (var round = 0; round < 2000; round++) {
            var bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);

            assertThat(EscapedText.parse(EscapedText.of(bytes)))
                    .as("seed %d", seed)
                    .isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%2", "a%zz", "%%", "\uD83D", "a%2F%2Fb", "%2E%2E", "%00", "..%2Fx"})
    void textThatIsNotOfThatFormOrHidesAnotherPathIsRefused(String text) {
        assertThatThrownBy(() -> TreePath.parseText(text)).isInstanceOf(FormatException.class);
    }

    @Test
    void parentsNamesAndContainment() {
        var path = TreePath.of("a/b/c");

        assertThat(path.parent()).isEqualTo(TreePath.of("a/b"));
        assertThat(TreePath.of("a").parent()).isEqualTo(TreePath.ROOT);
        assertThat(path.name()).isEqualTo(new byte[] {'c'});
        assertThat(TreePath.of("a").name()).isEqualTo(new byte[] {'a'});
        assertThat(TreePath.of("ab").name()).isEqualTo(new byte[] {'a', 'b'});
        assertThat(TreePath.ROOT.name()).isEmpty();
        assertThat(TreePath.ROOT.holds(path)).isTrue();
        assertThat(TreePath.of("a/b").holds(path)).isTrue();
        assertThat(path.holds(path)).isTrue();
        assertThat(TreePath.of("a/b").holds(TreePath.of("a/bc"))).isFalse();
        assertThat(Arrays.equals(path.toBytes(), path.toByteString().toByteArray()))
                .isTrue();
    }
}
