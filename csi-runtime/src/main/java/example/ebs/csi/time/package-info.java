/** Time and waiting as seams, so that tests never sleep and every wait has a deadline. */
@NullMarked
package example.ebs.csi.time;

import org.jspecify.annotations.NullMarked;
