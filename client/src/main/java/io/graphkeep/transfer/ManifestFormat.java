package io.graphkeep.transfer;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.graphkeep.format.v1.Manifest;
import io.graphkeep.format.v1.ManifestConsistency;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The canonical bytes of a manifest, the digest over them, and the strict way back.
 *
 * <p>Canonical are the message's fields in ascending order of their numbers, each at most once (repeated ones in their own
 * order), defaults left out, numbers in their shortest form, nothing unknown: what protobuf-java writes for a message that
 * was built and not parsed. Anything else is refused, so a digest names one spelling.
 */
public final class ManifestFormat {
    /** The version of the format that this code writes, and the only one that it reads. */
    public static final int VERSION = 1;

    /** No manifest is longer. */
    public static final int MAX_BYTES = 16 << 20;

    private static final int MAX_PROPERTIES = 64;
    private static final int MAX_KEY_BYTES = 64;
    private static final int MAX_VALUE_BYTES = 1024;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern KEY = Pattern.compile("[a-z0-9_]+(\\.[a-z0-9_]+)*");

    private ManifestFormat() {}

    /** The manifest's bytes; it must be complete and sound. */
    public static byte[] write(Manifest manifest) {
        var fault = fault(manifest);
        var bytes = manifest.toByteArray();
        if (fault == null && bytes.length > MAX_BYTES) {
            fault = "it has " + bytes.length + " bytes";
        }
        if (fault != null) {
            throw new IllegalArgumentException("A manifest cannot be written: " + fault);
        }
        return bytes;
    }

    /** The digest of a manifest's bytes: their SHA-256. */
    public static byte[] digest(byte[] manifest) {
        return ContentId.newDigest().digest(manifest);
    }

    /** Reads a manifest that may be damaged or hostile. */
    public static Manifest parse(byte[] bytes) throws FormatException {
        if (bytes.length > MAX_BYTES) {
            throw new FormatException("A manifest cannot have " + bytes.length + " bytes");
        }
        Manifest manifest;
        try {
            manifest = Manifest.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new FormatException("The manifest is no message: " + e.getMessage(), e);
        }
        var fault = fault(manifest);
        if (fault != null) {
            throw new FormatException("The manifest is not sound: " + fault);
        }
        if (hasUnknown(manifest) || !Arrays.equals(manifest.toByteArray(), bytes)) {
            throw new FormatException("The manifest is not in its canonical form");
        }
        return manifest;
    }

    private static boolean hasUnknown(Manifest manifest) {
        return !manifest.getUnknownFields().asMap().isEmpty()
                || manifest.getPropertiesList().stream()
                        .anyMatch(p -> !p.getUnknownFields().asMap().isEmpty());
    }

    private static @Nullable String fault(Manifest manifest) {
        if (manifest.getFormatVersion() != VERSION) {
            return "format version " + Integer.toUnsignedString(manifest.getFormatVersion()) + " is not " + VERSION;
        }
        if (!isId(manifest.getGraphUid()) || !isId(manifest.getSnapshotId()) || !isId(manifest.getOriginInstanceId())) {
            return "its graph uid, snapshot id or origin instance is no UUID";
        }
        if (manifest.getConsistency() == ManifestConsistency.MANIFEST_CONSISTENCY_UNSPECIFIED
                || manifest.getConsistency() == ManifestConsistency.UNRECOGNIZED) {
            return "its consistency is unknown";
        }
        for (var id : manifest.getTreeSegmentIdsList()) {
            if (id.size() != ContentId.BYTES) {
                return "the id of a tree segment has " + id.size() + " bytes";
            }
        }
        if (manifest.getTreeSegmentIdsCount() == 0 != (manifest.getTreeBytes() == 0)) {
            return "its tree has " + manifest.getTreeSegmentIdsCount() + " segments and " + manifest.getTreeBytes()
                    + " bytes";
        }
        return countFault(manifest);
    }

    private static @Nullable String countFault(Manifest manifest) {
        var counts = new long[] {
            manifest.getEpoch(),
            manifest.getTreeBytes(),
            manifest.getLogicalBytes(),
            manifest.getChunkCount(),
            manifest.getSegmentCount(),
            manifest.getFileCount(),
            manifest.getDirectoryCount(),
            manifest.getSymlinkCount(),
            manifest.getHardLinkCount(),
            manifest.getUnreadableCount(),
            manifest.getTornCount()
        };
        if (Arrays.stream(counts).anyMatch(count -> count < 0)) {
            return "a count is out of range";
        }
        return propertyFault(manifest);
    }

    private static @Nullable String propertyFault(Manifest manifest) {
        if (manifest.getPropertiesCount() > MAX_PROPERTIES) {
            return "it has " + manifest.getPropertiesCount() + " properties";
        }
        var previous = ByteString.EMPTY;
        for (var property : manifest.getPropertiesList()) {
            var key = property.getKeyBytes();
            if (key.size() > MAX_KEY_BYTES || !KEY.matcher(property.getKey()).matches()) {
                return "a property's key is not a dotted name";
            }
            if (property.getValueBytes().size() > MAX_VALUE_BYTES) {
                return "property " + property.getKey() + " is too long";
            }
            if (ByteString.unsignedLexicographicalComparator().compare(previous, key) >= 0) {
                return "its properties are not in order";
            }
            previous = key;
        }
        return null;
    }

    private static boolean isId(String text) {
        return ID.matcher(text).matches();
    }
}
