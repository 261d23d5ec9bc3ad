/* Grey: turned about the middle, then scaled; undone in the other order. */
#include "media/grey.h"

#include <math.h>

struct point {
    double x, y;
};

static struct point undo(const struct grey_view *view, struct point from)
{
    double angle = view->degrees * 3.14159265358979323846 / 180;
    double x = from.x - view->grey_width / 2.0, y = from.y - view->grey_height / 2.0;
    struct point to = { x * cos(angle) + y * sin(angle), y * cos(angle) - x * sin(angle) };

    to.x = to.x / view->scale + view->width / 2.0;
    to.y = to.y / view->scale + view->height / 2.0;
    return to;
}

static double within(double value, double most)
{
    return fmax(0, fmin(value, most));
}

void grey_view_undo(const struct grey_view *view, int32_t *x, int32_t *y, int32_t *width,
                    int32_t *height)
{
    struct point least = { view->width, view->height }, most = { 0, 0 };

    for (int corner = 0; corner < 4; corner++) {
        struct point at = undo(view, (struct point){ *x + (corner & 1 ? *width : 0),
                                                     *y + (corner & 2 ? *height : 0) });

        at.x = within(at.x, view->width);
        at.y = within(at.y, view->height);
        least = (struct point){ fmin(least.x, at.x), fmin(least.y, at.y) };
        most = (struct point){ fmax(most.x, at.x), fmax(most.y, at.y) };
    }
    *x = (int32_t)least.x;
    *y = (int32_t)least.y;
    *width = (int32_t)ceil(most.x) - *x;
    *height = (int32_t)ceil(most.y) - *y;
}
