/** The gRPC server on a unix socket, and what wraps every call: log, metrics, failures. */
@NullMarked
package example.ebs.csi.server;

import org.jspecify.annotations.NullMarked;
