/** One operation at a time on one thing. */
@NullMarked
package example.ebs.csi.lock;

import org.jspecify.annotations.NullMarked;
