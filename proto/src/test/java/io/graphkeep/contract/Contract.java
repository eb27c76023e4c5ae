package io.graphkeep.contract;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The contract as its sources have it, comments included. */
public final class Contract {
    public static final Path MODULE = Path.of("").toAbsolutePath();

    private static final int SERVICE = FileDescriptorProto.SERVICE_FIELD_NUMBER;
    private static final int ENUM = FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER;
    private static final int MESSAGE = FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER;

    private final List<FileDescriptorProto> files;

    private Contract(List<FileDescriptorProto> files) {
        this.files = files;
    }

    static Contract read() throws IOException, InterruptedException {
        var image = MODULE.resolve("target/contract.binpb");
        var complaints = Buf.complaints("build", "--as-file-descriptor-set", "-o", image.toString());
        if (!complaints.isEmpty()) {
            throw new IOException(complaints);
        }
        var set = FileDescriptorSet.parseFrom(Files.readAllBytes(image));
        return new Contract(set.getFileList().stream()
                .filter(file -> file.getPackage().equals("graphkeep.v1"))
                .toList());
    }

    List<FileDescriptorProto> files() {
        return files;
    }

    /** Every RPC with its comment, in the order of the files. */
    List<Rpc> rpcs() {
        var found = new ArrayList<Rpc>();
        for (var file : files) {
            var comments = comments(file);
            for (int s = 0; s < file.getServiceCount(); s++) {
                var service = file.getService(s);
                for (int m = 0; m < service.getMethodCount(); m++) {
                    var comment = comments.getOrDefault(List.of(SERVICE, s, 2, m), "");
                    found.add(new Rpc(service.getName(), service.getMethod(m), comment));
                }
            }
        }
        return found;
    }

    /** The comment of each service, by its name. */
    Map<String, String> services() {
        var found = new HashMap<String, String>();
        for (var file : files) {
            var comments = comments(file);
            for (int s = 0; s < file.getServiceCount(); s++) {
                found.put(file.getService(s).getName(), comments.getOrDefault(List.of(SERVICE, s), ""));
            }
        }
        return found;
    }

    /** The comment of a message. */
    String message(String name) {
        for (var file : files) {
            for (int m = 0; m < file.getMessageTypeCount(); m++) {
                if (file.getMessageType(m).getName().equals(name)) {
                    return comments(file).getOrDefault(List.of(MESSAGE, m), "");
                }
            }
        }
        throw new IllegalArgumentException("No message " + name);
    }

    /** The reasons, in the order of the file, without UNSPECIFIED. */
    List<DocumentedReason> reasons() {
        var found = new ArrayList<DocumentedReason>();
        for (var file : files) {
            var comments = comments(file);
            for (int e = 0; e < file.getEnumTypeCount(); e++) {
                if (!file.getEnumType(e).getName().equals("Reason")) {
                    continue;
                }
                var values = file.getEnumType(e).getValueList();
                for (int v = 1; v < values.size(); v++) {
                    var comment = comments.getOrDefault(List.of(ENUM, e, 2, v), "");
                    found.add(DocumentedReason.parse(values.get(v).getName(), comment));
                }
            }
        }
        return found;
    }

    /** The lines of a file of the repository. */
    public static List<String> lines(String pathInRepository) {
        try {
            return Files.readAllLines(MODULE.resolveSibling(pathInRepository));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<List<Integer>, String> comments(FileDescriptorProto file) {
        var comments = new HashMap<List<Integer>, String>();
        for (var location : file.getSourceCodeInfo().getLocationList()) {
            if (location.hasLeadingComments()) {
                comments.put(
                        location.getPathList(), location.getLeadingComments().strip());
            }
        }
        return comments;
    }
}
