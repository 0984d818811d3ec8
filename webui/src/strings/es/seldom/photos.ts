/** Photos of the work: taking, looking at, and whether they may be taken. */
import { count } from '../../format';

export const photos = {
  photos: {
    title: 'Fotos del trabajo',
    take: 'Foto del trabajo',
    notFaces: 'Fotografíe el trabajo, no las caras.',
    making: 'La foto se está reduciendo. Siga escribiendo.',
    kept: 'La foto está guardada.',
    removed: 'La foto se ha quitado.',
    remove: 'Quitar esta foto',
    caption: 'Qué muestra',
    model: 'Puede mostrarse como modelo',
    noModel: (names: string) => `No se ofrece como modelo: para ${names} la respuesta a mostrar el trabajo fue no, o ya venció.`,
    refused: (names: string) => `Aquí no hay foto: para ${names} la respuesta a fotografiar el trabajo fue no.`,
    over: (names: string) => `Aquí no hay foto: el permiso para ${names} ya venció.`,
    change: (name: string) => `Permiso en los datos de ${name}`,
    of: (names: string, day: string) => `Trabajo de ${names}, ${day}`,
    ofDay: (day: string) => `Trabajo del ${day}`,
    open: (what: string) => `Verla: ${what}`,
    all: (n: number) => count(n, { one: 'Mostrar la única foto', other: `Mostrar las ${n} fotos` }),
    places: { phone: 'Guardada en este teléfono', shared: 'Compartida con el equipo', refused: 'El servicio no la aceptó', away: 'La guarda el servicio' },
    coming: 'La imagen llega cuando haya conexión.',
    errors: {
      no_picture: 'Esto no es una imagen que se pueda leer aquí. Haga la foto otra vez.',
      no_photos: 'Esta página llegó sin https, y así no se pueden guardar fotos. Abra la aplicación por su dirección https.',
      unknown_photo: 'Esta foto todavía no está en el servicio. Llega desde el teléfono que la hizo.',
    } as { [code: string]: string },
  },
};
