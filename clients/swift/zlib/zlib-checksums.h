/// The checksums of zlib, for the logs of the transcript.
#include <zlib.h>
