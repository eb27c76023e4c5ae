package io.graphkeep.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.graphkeep.format.v1.Manifest;
import io.graphkeep.format.v1.ManifestConsistency;
import io.graphkeep.format.v1.ManifestProperty;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestFormatTest {
    @Test
    void aManifestIsReadBackAndItsDigestIsThatOfItsBytes() throws FormatException {
        var bytes = ManifestFormat.write(sound().build());

        assertThat(ManifestFormat.parse(bytes)).isEqualTo(sound().build());
        assertThat(ManifestFormat.digest(bytes)).isEqualTo(ContentId.newDigest().digest(bytes));
    }

    @ParameterizedTest
    @MethodSource("unsound")
    void aManifestThatIsNotSoundIsNeitherWrittenNorRead(Manifest.Builder manifest) {
        assertThatThrownBy(() -> ManifestFormat.parse(manifest.build().toByteArray()))
                .isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> ManifestFormat.write(manifest.build())).isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<Manifest.Builder> unsound() {
        var property = ManifestProperty.newBuilder().setKey("a.b").setValue("c");
        return Stream.of(
                sound().setFormatVersion(2),
                sound().setFormatVersion(0),
                sound().setFormatVersion(-1),
                sound().setGraphUid("books"),
                sound().setGraphUid("0192F0C1-2345-7000-8000-00000000000A"),
                sound().setSnapshotId("../../../etc/passwd"),
                sound().clearOriginInstanceId(),
                sound().clearConsistency(),
                sound().setConsistencyValue(9),
                sound().addTreeSegmentIds(ByteString.copyFrom(new byte[31])),
                sound().clearTreeSegmentIds(),
                sound().clearTreeBytes(),
                sound().setTreeBytes(-1),
                sound().setLogicalBytes(-1),
                sound().setEpoch(-1),
                sound().setTornCount(-5),
                sound().addProperties(property).addProperties(property),
                sound().addProperties(ManifestProperty.newBuilder().setKey("A")),
                sound().addProperties(ManifestProperty.newBuilder().setKey("k".repeat(65))),
                sound().addProperties(ManifestProperty.newBuilder().setKey("k").setValue("v".repeat(1025))));
    }

    @Test
    void unknownFieldsAndOtherSpellingsAreRefused() {
        var unknown = UnknownFieldSet.newBuilder()
                .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();
        var bytes = ManifestFormat.write(sound().build());
        var doubled = Arrays.copyOf(bytes, bytes.length + 2);
        doubled[bytes.length] = 8;
        doubled[bytes.length + 1] = 1;

        assertThatThrownBy(() -> ManifestFormat.parse(
                        sound().setUnknownFields(unknown).build().toByteArray()))
                .isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> ManifestFormat.parse(doubled)).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> ManifestFormat.parse(new byte[0])).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> ManifestFormat.parse(new byte[ManifestFormat.MAX_BYTES + 1]))
                .isInstanceOf(FormatException.class);
    }

    @Test
    void aDamagedManifestIsRefusedOrIsTheOneSpellingOfWhatItSays() {
        var seed = System.nanoTime();
        System.out.println("seed " + seed);
        var hostile = new Random(seed);
        var refused = 0;
        for (var round = 0; round < 2000; round++) {
            var bytes = SegmentTest.mutate(ManifestFormat.write(sound().build()), hostile);
            try {
                assertThat(ManifestFormat.parse(bytes).toByteArray())
                        .as("seed %d", seed)
                        .isEqualTo(bytes);
            } catch (FormatException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(500);
    }

    private static Manifest.Builder sound() {
        return Manifest.newBuilder()
                .setFormatVersion(1)
                .setGraphUid("0192f0c1-2345-7000-8000-00000000000a")
                .setSnapshotId("0192f0c1-2345-7000-8000-00000000000b")
                .setOriginInstanceId("0192f0c1-2345-7000-8000-00000000000c")
                .setCutTimeUs(1_700_000_000_123_456L)
                .setConsistency(ManifestConsistency.MANIFEST_CONSISTENCY_STOPPED)
                .addTreeSegmentIds(ByteString.copyFrom(new byte[32]))
                .setTreeBytes(100);
    }
}
