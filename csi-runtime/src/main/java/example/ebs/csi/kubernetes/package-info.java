/** What a node asks of the API server: plain requests, and objects that it follows. */
@NullMarked
package example.ebs.csi.kubernetes;

import org.jspecify.annotations.NullMarked;
