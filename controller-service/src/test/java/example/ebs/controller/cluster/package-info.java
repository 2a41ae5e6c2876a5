/** Tests and the fakes they run on. */
@NullMarked
package example.ebs.controller.cluster;

import org.jspecify.annotations.NullMarked;
